// SPDX-License-Identifier: Apache-2.0
package org.ration.it.fault;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** An application whose database is elsewhere. */
@ApplicationPath("api")
public class FaultApplication extends Application {}
