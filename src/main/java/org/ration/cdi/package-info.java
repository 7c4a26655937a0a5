/**
 * The CDI edge: reads what {@link org.ration.Quota} declares, checks it when the application is deployed, and charges
 * calls. Not API.
 *
 * <ul>
 *   <li>{@link org.ration.cdi.RationExtension}: the deployment. {@code QuotaAnnotations} finds annotations,
 *       {@code DeclarationReader} and {@link org.ration.cdi.Declarations} read and check them, {@code DeploymentChecks}
 *       sees that they are in force, {@code DeploymentProblems} has all texts, {@link org.ration.cdi.Settings} all settings.
 *       {@link org.ration.cdi.Deployment} is the result, which is injected; no bean knows the extension.
 *   <li>{@link org.ration.cdi.QuotaInterceptor} and {@link org.ration.cdi.QuotaEnforcer}: the way of a call; {@code Refusal}
 *       is how a refused method answers.
 *   <li>{@link org.ration.cdi.LedgerRegistry}: the same from code.
 *   <li>{@link org.ration.cdi.RequestContext}: what the HTTP edge knows of a request.
 * </ul>
 */
@NullMarked
package org.ration.cdi;

import org.jspecify.annotations.NullMarked;
