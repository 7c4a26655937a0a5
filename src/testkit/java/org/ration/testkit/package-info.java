/**
 * For the unit tests of applications that use Ration: a {@link org.ration.QuotaRegistry} in memory with the counting
 * rules of the real one, a clock to move, and faults to switch on. Needs neither a server nor a database.
 *
 * <pre>{@code
 * @ExtendWith(QuotaExtension.class)
 * class ExportDeskTest {
 *
 *     @Test
 *     void refusesTheThirdExportOfTheMonth(InMemoryQuotas quotas) {
 *         ExportDesk desk = new ExportDesk(quotas);
 *         desk.export("bob");
 *         desk.export("bob");
 *
 *         assertThrows(QuotaExceededException.class, () -> desk.export("bob"));
 *
 *         quotas.clock().advance(Duration.ofDays(31));
 *         desk.export("bob");
 *     }
 * }
 * }</pre>
 *
 * <p>Key templates ({@link org.ration.QuotaRegistry#key}) need an implementation of Jakarta Expression Language on the
 * class path, as a server has one.
 */
@NullMarked
package org.ration.testkit;

import org.jspecify.annotations.NullMarked;
