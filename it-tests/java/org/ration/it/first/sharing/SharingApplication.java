// SPDX-License-Identifier: Apache-2.0
package org.ration.it.first.sharing;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Another application on the tables of the first. */
@ApplicationPath("api")
public class SharingApplication extends Application {}
