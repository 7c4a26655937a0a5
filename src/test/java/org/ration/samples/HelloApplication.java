// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

// tag::hello-application
@ApplicationPath("api")
public class HelloApplication extends Application {}
// end::hello-application
