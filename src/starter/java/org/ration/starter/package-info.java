/**
 * The starter: a persistence unit {@code ration} on the server's default data source, its producer, and tables that are
 * created at the start. For a first try and for small applications. Gives way where the application has a producer of
 * its own. Not API.
 */
package org.ration.starter;
