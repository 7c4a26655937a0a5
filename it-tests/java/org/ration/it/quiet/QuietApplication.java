// SPDX-License-Identifier: Apache-2.0
package org.ration.it.quiet;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** An application whose calls are refused. */
@ApplicationPath("api")
public class QuietApplication extends Application {}
