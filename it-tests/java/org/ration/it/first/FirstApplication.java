// SPDX-License-Identifier: Apache-2.0
package org.ration.it.first;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** An application that nobody has called yet. */
@ApplicationPath("api")
public class FirstApplication extends Application {}
