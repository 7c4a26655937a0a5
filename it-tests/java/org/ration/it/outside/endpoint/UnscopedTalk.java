// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside.endpoint;

import jakarta.websocket.server.ServerEndpoint;

/** Inherits its quota, and is no bean. */
@ServerEndpoint("/talk")
public class UnscopedTalk extends Talk {}
