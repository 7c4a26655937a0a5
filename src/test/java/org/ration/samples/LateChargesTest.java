// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.TokenUsage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ration.QuotaExceededException;
import org.ration.testing.Deployed;
import org.ration.testing.Deployment;
import org.ration.testing.TestContainer;
import org.ration.testing.TestDatabase;
import org.ration.testing.TestRequest;

/** The recipes of charges whose cost is known late, or that may be sent twice. */
@Deployed(beans = {ChatAssistant.class, LateCharges.class, OrderExport.class})
class LateChargesTest {

    @Inject
    TestDatabase database;

    @Inject
    TestRequest request;

    @Inject
    ChatAssistant assistant;

    @Inject
    LateCharges charges;

    @Inject
    OrderExport orders;

    @Inject
    FakeModel model;

    /** Answers 20 tokens, and says that the prompt was 10. */
    @ApplicationScoped
    static class FakeModel implements ChatModel, StreamingChatModel {

        private StreamingChatResponseHandler client;
        private boolean fails;

        void fails(boolean now) {
            fails = now;
        }

        @Override
        public ChatResponse doChat(ChatRequest prompt) {
            if (fails) {
                throw new IllegalStateException("the model is not available");
            }
            return answer();
        }

        @Override
        public void doChat(ChatRequest prompt, StreamingChatResponseHandler handler) {
            handler.onPartialResponse("part");
            client = handler;
        }

        void finish() {
            client.onCompleteResponse(answer());
        }

        void abort() {
            client.onError(new IllegalStateException("the model is not available"));
        }

        private static ChatResponse answer() {
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from("an answer"))
                    .tokenUsage(new TokenUsage(10, 20))
                    .build();
        }

        @Override
        public Set<Capability> supportedCapabilities() {
            return Set.of();
        }

        @Override
        public List<ChatModelListener> listeners() {
            return List.of();
        }

        @Override
        public ModelProvider provider() {
            return ModelProvider.OTHER;
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return ChatRequestParameters.builder().build();
        }
    }

    /** Three orders a year. */
    @ApplicationScoped
    static class ThreeOrders implements OrderExport.Orders {

        @Override
        public Iterator<String> of(int year) {
            return List.of("one", "two", "three").iterator();
        }
    }

    private long used(String scope) {
        return database.number("select coalesce(sum(used), 0) from ration_account where scope = ?", scope);
    }

    private long reserved(String scope) {
        return database.number("select coalesce(sum(reserved), 0) from ration_account where scope = ?", scope);
    }

    @Test
    void tokensAreHeldByTheEstimateAndCountedAsTheModelSays() {
        request.by("ann");

        assistant.ask("a prompt of thirty characters.");

        assertThat(used("tokens")).isEqualTo(30);
        assertThat(reserved("tokens")).isZero();
    }

    @Test
    void anAnswerThatFailsCostsNoTokens() {
        request.by("ann");
        model.fails(true);

        assertThatThrownBy(() -> assistant.ask("a prompt")).hasMessage("the model is not available");

        model.fails(false);
        assertThat(used("tokens") + reserved("tokens")).isZero();
    }

    @Test
    void aStreamHoldsTheEstimateUntilItsEnd() {
        request.by("ann");
        List<String> parts = new ArrayList<>();

        CompletionStage<ChatResponse> answer = assistant.stream("a prompt of thirty characters.", parts::add);
        assertThat(parts).containsExactly("part");
        assertThat(reserved("tokens")).isEqualTo(2_010);
        model.finish();

        assertThat(answer.toCompletableFuture().join().tokenUsage().totalTokenCount())
                .isEqualTo(30);
        assertThat(used("tokens")).isEqualTo(30);
        assertThat(reserved("tokens")).isZero();
    }

    @Test
    void aStreamThatFailsCostsNoTokens() {
        request.by("ann");
        CompletableFuture<ChatResponse> answer =
                assistant.stream("a prompt", any -> {}).toCompletableFuture();

        model.abort();

        assertThatThrownBy(answer::join).hasRootCauseMessage("the model is not available");
        assertThat(used("tokens") + reserved("tokens")).isZero();
    }

    @Test
    void rowsAreThoseThatWereWritten() throws Exception {
        OrderExport.Rows rows = new OrderExport.Rows(new ThreeOrders().of(2026));

        rows.write(new ByteArrayOutputStream());

        assertThat(rows.written()).isEqualTo(3);
    }

    @Test
    void aConversionThatFailsCostsNothing() {
        request.by("ann");

        assertThatThrownBy(() -> charges.convert(() -> {
                    throw new IllegalStateException("no such format");
                }))
                .hasMessage("no such format");
        assertThat(used("conversions")).isZero();

        charges.convert(() -> new byte[0]);
        assertThat(used("conversions")).isEqualTo(1);
    }

    @Test
    void threeExportsRunAtOnce() {
        request.by("ann");
        charges.export(() -> charges.export(() -> charges.export(
                () -> assertThatThrownBy(() -> charges.export(() -> {})).isInstanceOf(QuotaExceededException.class))));

        charges.export(() -> {});

        assertThat(used("exports") + reserved("exports")).isZero();
    }

    @Test
    void aTrialEndsForGood() {
        request.by("ann");
        Stream.generate(charges::tryOut).limit(100).forEach(answer -> assertThat(answer)
                .isNotEmpty());

        assertThatThrownBy(charges::tryOut).isInstanceOfSatisfying(QuotaExceededException.class, refused -> assertThat(
                        refused.decision().retryAfter())
                .isEmpty());
    }

    /** A response is lost between the charge and its storage: the client sends the request again. */
    @Test
    void aRequestThatIsSentTwiceIsChargedOnce() {
        Stored responses = new Stored();
        assertThatThrownBy(() -> charges.pay("ann", "17", responses, () -> {
                    throw new IllegalStateException("the bank does not answer");
                }))
                .hasMessage("the bank does not answer");

        assertThat(charges.pay("ann", "17", responses, () -> "paid")).isEqualTo("paid");
        assertThat(charges.pay("ann", "17", responses, () -> "paid twice")).isEqualTo("paid");
        assertThat(charges.pay("bob", "17", responses, () -> "paid")).isEqualTo("paid");

        assertThat(used("payments")).isEqualTo(2);
    }

    /** Responses in memory. */
    private static final class Stored implements LateCharges.Responses {

        private final Map<String, String> byId = new HashMap<>();

        @Override
        public Optional<String> find(String id) {
            return Optional.ofNullable(byId.get(id));
        }

        @Override
        public String store(String id, String response) {
            byId.put(id, response);
            return response;
        }
    }

    @Test
    void anOrderIsSettledFromAnotherNode() {
        charges.order("ann", "order-1", 5);
        charges.order("ann", "order-2", 7);
        assertThat(reserved("parcels")).isEqualTo(12);

        try (TestContainer other = Deployment.on(database, LateCharges.class).start()) {
            LateCharges there = other.select(LateCharges.class);
            there.shipped("order-1", 4);
            there.shipped("order-1", 4);
            there.cancelled("order-2");
        }

        assertThat(used("parcels")).isEqualTo(4);
        assertThat(reserved("parcels")).isZero();
    }
}
