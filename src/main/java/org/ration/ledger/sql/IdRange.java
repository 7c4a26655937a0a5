// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.sql;

import java.util.Optional;

/**
 * Accounts whose ids follow each other.
 *
 * @param behind the id behind which they begin
 * @param upTo the last one; empty for all that follow
 */
public record IdRange(String behind, Optional<String> upTo) {}
