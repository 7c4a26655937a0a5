package org.ration.admin;

/**
 * How many accounts a filter matches.
 *
 * @param matching how many match
 * @param resettable how many of these have something used in an open window, so that a reset would change them
 */
public record AccountCount(long matching, long resettable) {}
