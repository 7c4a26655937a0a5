/**
 * The CDI edge: reads the {@link org.ration.Quota} declarations, checks them when the application is deployed, and
 * charges calls. Not API.
 *
 * <ul>
 *   <li>{@link org.ration.cdi.RationExtension}: the deployment. {@code QuotaAnnotations} finds annotations,
 *       {@code DeclarationReader} and {@link org.ration.cdi.Declarations} read and check them, {@code DeploymentChecks}
 *       checks that they take effect, {@code DeploymentProblems} has all texts, {@link org.ration.cdi.Settings} all
 *       settings. {@link org.ration.cdi.Deployment} is the result, which is injected; no bean knows the extension.
 *   <li>{@link org.ration.cdi.QuotaInterceptor} and {@link org.ration.cdi.QuotaEnforcer}: the path of a call;
 *       {@code Refusal} produces the answer of a refused method.
 *   <li>{@link org.ration.cdi.LedgerRegistry}: the same from code.
 *   <li>{@link org.ration.cdi.RequestContext}: the parts of a request, as the HTTP edge knows them.
 * </ul>
 */
@NullMarked
package org.ration.cdi;

import org.jspecify.annotations.NullMarked;
