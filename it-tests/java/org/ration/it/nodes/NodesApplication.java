// SPDX-License-Identifier: Apache-2.0
package org.ration.it.nodes;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** An application that runs on several nodes. */
@ApplicationPath("api")
public class NodesApplication extends Application {}
