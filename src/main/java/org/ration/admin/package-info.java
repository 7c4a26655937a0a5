/**
 * For operators: how much each key has used, and acts on accounts.
 *
 * <ul>
 *   <li>{@link org.ration.admin.QuotaAdministration} is the bean. It finds {@link org.ration.admin.QuotaAccount}s by an
 *       {@link org.ration.admin.AccountFilter}, shows one as {@link org.ration.admin.AccountHistory}, and acts on it.
 *   <li>Every act has a {@link org.ration.admin.Signature} and leaves an {@link org.ration.admin.AuditRecord}. An
 *       {@link org.ration.admin.AccountRef} with a version refuses an act that is based on an outdated state.
 *       {@link org.ration.admin.QuotaAdjusted} is the event of an act.
 * </ul>
 *
 * <p>With {@code ration.admin.enabled=true} the same is available as a page and as REST at {@code ration.admin.path}.
 *
 * @serial exclude
 */
@NullMarked
package org.ration.admin;

import org.jspecify.annotations.NullMarked;
