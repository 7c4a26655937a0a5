// SPDX-License-Identifier: Apache-2.0
package org.ration.it.endings;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Calls that hold units, and end in every way there is. */
@ApplicationPath("api")
public class EndingsApplication extends Application {}
