/**
 * Counters in the application's database, charged exactly and durably. Public for the container only; not API.
 *
 * <p>The path of a charge:
 *
 * <ol>
 *   <li>{@link org.ration.ledger.Ledger} is the entry point for the rest of Ration. It opens no transaction itself.
 *   <li>{@link org.ration.ledger.charge.DatabaseGate} admits requests. {@link org.ration.ledger.batch.GroupCommit} lets
 *       workers carry out concurrent requests together, on a bounded number of connections;
 *       {@link org.ration.ledger.batch.BatchScheduler} is its state. A caller waits for its answer, or receives it by a
 *       stage.
 *   <li>{@link org.ration.ledger.transaction.TransactionRunner} runs a batch's transactions, one after the other, until
 *       a deadline.
 *   <li>{@link org.ration.container.NewTransaction}, an EJB, runs a piece of work in a new transaction and
 *       nothing else. {@link org.ration.ledger.transaction.TransactionAttempt} is that piece of work, and records how
 *       far it came.
 *   <li>{@link org.ration.ledger.charge.ChargeExecutor} locks the accounts of a batch in the order of their ids, reads
 *       the clock, has each request evaluated by the counting rules in the order of arrival
 *       ({@link org.ration.ledger.account.Account}, {@link org.ration.ledger.account.ChargeEvaluation}), and writes all
 *       changes at once ({@link org.ration.ledger.sql.AccountRows}).
 *   <li>{@link org.ration.ledger.transaction.SqlFailures} classifies failures: nothing charged, to be repeated, or
 *       unknown.
 * </ol>
 *
 * <p>{@link org.ration.ledger.LedgerListener} is notified of completed work.
 *
 * <p>{@link org.ration.ledger.sql.LedgerTables} holds the queries, {@link org.ration.ledger.sql.Dialect} the
 * differences between databases, {@link org.ration.ledger.startup.StartupCheck} the checks before the first charge.
 *
 * <p>Knows neither requests nor annotations.
 */
@NullMarked
package org.ration.ledger;

import org.jspecify.annotations.NullMarked;
