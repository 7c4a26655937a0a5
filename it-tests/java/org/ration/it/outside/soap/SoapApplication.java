// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside.soap;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

@ApplicationPath("api")
public class SoapApplication extends Application {}
