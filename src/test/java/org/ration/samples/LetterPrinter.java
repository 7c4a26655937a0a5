// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.inject.Inject;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import java.time.Duration;
import java.util.List;
import org.ration.QuotaCharge;
import org.ration.QuotaDecision;
import org.ration.QuotaPeriod;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;

abstract class LetterPrinter implements MessageListener {

    static final QuotaPolicy LETTERS = QuotaPolicy.of(1_000, QuotaPeriod.HOUR).withScope("letters");

    @Inject
    QuotaRegistry quotas;

    @Inject
    JMSContext context;

    Queue queue;

    @Override
    public void onMessage(Message message) {
        try {
            printOrPostpone(message);
        } catch (JMSException failed) {
            throw new JMSRuntimeException(failed.getMessage());
        }
    }

    // tag::postpone
    void printOrPostpone(Message message) throws JMSException {
        QuotaCharge letter = new QuotaCharge(quotas.key("global:letters"), LETTERS, 1);
        QuotaDecision decision = quotas.consume(List.of(letter), message.getJMSMessageID());
        if (decision.allowed()) {
            print(message);
        } else {
            Duration wait = decision.retryAfter().orElse(Duration.ofHours(1));
            context.createProducer().setDeliveryDelay(wait.toMillis()).send(queue, message);
        }
    }
    // end::postpone

    abstract void print(Message letter);
}
