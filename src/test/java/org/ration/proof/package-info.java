/**
 * The evidence that no unit is over and none is lost: a model of the contract, recorded histories, crashes and bad
 * input. What each harness shows, and the faults it was seen to catch, is told in docs/proof.md.
 *
 * <p>{@code mvn verify} runs short forms; {@code mvn verify -Pproof} the long ones.
 */
package org.ration.proof;
