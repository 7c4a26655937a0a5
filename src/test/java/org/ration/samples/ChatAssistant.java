// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.ration.Quota;

/** A language model whose tokens are counted. */
// tag::tokens
@ApplicationScoped
public class ChatAssistant {

    @Inject
    ChatModel model;

    @Inject
    StreamingChatModel streaming;

    @Quota(key = "user", limit = 200_000, scope = "tokens", costBy = TokenEstimate.class, settleBy = TokensUsed.class)
    public ChatResponse ask(String prompt) {
        return model.chat(UserMessage.from(prompt));
    }

    @Quota(key = "user", limit = 200_000, scope = "tokens", costBy = TokenEstimate.class, settleBy = TokensUsed.class)
    public CompletionStage<ChatResponse> stream(String prompt, Consumer<String> client) {
        CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
        streaming.chat(prompt, new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String text) {
                client.accept(text);
            }

            @Override
            public void onCompleteResponse(ChatResponse complete) {
                answer.complete(complete);
            }

            @Override
            public void onError(Throwable failure) {
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }
}
// end::tokens
