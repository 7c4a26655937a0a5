// SPDX-License-Identifier: Apache-2.0
package org.ration.it.usage;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Takes every path there is. */
@ApplicationPath("/")
public class UsageApplication extends Application {}
