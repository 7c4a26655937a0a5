/**
 * All SQL: the tables, the mapping of rows, and what differs between databases. Not API.
 */
@NullMarked
package org.ration.ledger.sql;

import org.jspecify.annotations.NullMarked;
