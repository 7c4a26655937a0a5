// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside.endpoint;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

@ApplicationPath("api")
public class EndpointApplication extends Application {}
