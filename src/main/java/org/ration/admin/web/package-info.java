/**
 * The administration in a browser and by REST: one servlet, there only if {@code ration.admin.enabled=true}. Public for
 * the container only; not API.
 *
 * <ul>
 *   <li>{@link org.ration.admin.web.AdminInitializer} registers the servlet; {@link org.ration.cdi.AdminSettings} are
 *       its settings.
 *   <li>{@code AdminServlet} admits requests of callers in the role and from the same origin, and delegates to
 *       {@code Api} or {@code PageFiles}.
 *   <li>{@code Api} has the routes. {@code Input} reads requests, by {@code Query} and {@code JsonText}; {@code Views}
 *       writes answers; {@code Problem} is the answer to a request that cannot be served, {@code ProblemPage} the same
 *       as a page. {@code META-INF/ration/admin/openapi.json} describes all of it.
 * </ul>
 */
@NullMarked
package org.ration.admin.web;

import org.jspecify.annotations.NullMarked;
