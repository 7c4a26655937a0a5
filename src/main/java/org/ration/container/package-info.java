/**
 * All that knows the container: its new transactions and how they end, its callers, threads, start and proxies, which
 * methods it intercepts, and where one server differs from another. Not API.
 */
@NullMarked
package org.ration.container;

import org.jspecify.annotations.NullMarked;
