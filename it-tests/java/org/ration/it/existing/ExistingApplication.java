// SPDX-License-Identifier: Apache-2.0
package org.ration.it.existing;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** An application that was there before Ration. */
@ApplicationPath("api")
public class ExistingApplication extends Application {}
