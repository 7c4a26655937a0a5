// SPDX-License-Identifier: Apache-2.0
package org.ration.it.keys;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Everything else is found by scanning. */
@ApplicationPath("api")
public class KeysApplication extends Application {}
