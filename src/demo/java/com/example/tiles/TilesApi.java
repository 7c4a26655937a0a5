// SPDX-License-Identifier: Apache-2.0
package com.example.tiles;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Everything of JAX-RS lies below {@code /api}. */
@ApplicationPath("api")
public class TilesApi extends Application {}
