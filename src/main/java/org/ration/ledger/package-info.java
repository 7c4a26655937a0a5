/**
 * The truth: counters in the application's database, charged exactly and durably. Public for the container only; not API.
 *
 * <p>The way of a charge:
 *
 * <ol>
 *   <li>{@link org.ration.ledger.Ledger} is what the rest of Ration calls. It is in no transaction of its own.
 *   <li>{@link org.ration.ledger.charge.DatabaseGate} is the door. {@link org.ration.ledger.batch.GroupCommit} has workers
 *       carry out together what comes at the same time, on at most so many connections;
 *       {@link org.ration.ledger.batch.BatchScheduler} is its memory. A caller waits for its answer, or is handed it.
 *   <li>{@link org.ration.ledger.transaction.TransactionRunner} runs a batch's transactions, one after the other, until a
 *       deadline.
 *   <li>{@link org.ration.ledger.transaction.NewTransaction}, an EJB, runs a piece of work in a new transaction and nothing else.
 *       {@link org.ration.ledger.transaction.TransactionAttempt} is that piece of work, and remembers how far it came.
 *   <li>{@link org.ration.ledger.charge.ChargeExecutor} locks the accounts of a batch in the order of their ids, reads the clock, asks
 *       {@link org.ration.ledger.account.Account}, the only home of the counting rules, about each request in the order of arrival
 *       ({@link org.ration.ledger.account.ChargeEvaluation}), and writes what has changed at once ({@link org.ration.ledger.sql.AccountRows}).
 *   <li>{@link org.ration.ledger.transaction.SqlFailures} tells what a failure means: nothing charged, to be tried again, or unknown.
 * </ol>
 *
 * <p>{@link org.ration.ledger.LedgerListener} is told what was done, after it.
 *
 * <p>{@link org.ration.ledger.sql.LedgerTables} holds the queries, {@link org.ration.ledger.sql.Dialect} what differs between
 * databases, {@link org.ration.ledger.startup.StartupCheck} what is checked before the first charge.
 *
 * <p>Knows neither requests nor annotations.
 */
@NullMarked
package org.ration.ledger;

import org.jspecify.annotations.NullMarked;
