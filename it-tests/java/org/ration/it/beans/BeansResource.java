// SPDX-License-Identifier: Apache-2.0
package org.ration.it.beans;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.literal.NamedLiteral;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** Calls the beans. Answers "done", or the name of the exception that the Java caller gets. */
@Path("beans")
@ApplicationScoped
public class BeansResource {

    @Inject
    private StatelessBean stateless;

    @Inject
    private SingletonBean singleton;

    @Inject
    private StatefulBean stateful;

    @Inject
    private LocalWork local;

    @Inject
    private AsynchronousBean asynchronous;

    @Inject
    private ConcurrentBean concurrent;

    @Inject
    private GuardedBean guarded;

    @Inject
    private RetriedBean retried;

    @Inject
    private OfTheUser ofTheUser;

    @Inject
    private TimerBean timers;

    @Inject
    private Runs runs;

    @Any
    @Inject
    private Instance<Route> routes;

    @Resource
    private ManagedExecutorService executor;

    @POST
    @Path("work/{bean}/{route}")
    public String work(@PathParam("bean") String bean, @PathParam("route") String route) {
        Consumer<String> work =
                switch (bean) {
                    case "stateless" -> stateless::work;
                    case "singleton" -> singleton::work;
                    case "stateful" -> stateful::work;
                    default -> local::work;
                };
        return outcome(() -> {
            Instance<Route> between = routes.select(NamedLiteral.of(route));
            if (between.isResolvable()) {
                between.get().go(() -> work.accept(route));
            } else {
                work.accept(route);
            }
            return "done";
        });
    }

    @GET
    @Path("stateful")
    public int stateful() {
        return stateful.calls();
    }

    @POST
    @Path("future")
    public String future() {
        return outcome(() -> asynchronous.future().get());
    }

    @POST
    @Path("concurrent")
    public String concurrent() {
        return outcome(() -> concurrent.future().get());
    }

    @POST
    @Path("void")
    public String nothing() {
        return outcome(() -> {
            asynchronous.nothing();
            return "done";
        });
    }

    @POST
    @Path("response")
    public void response(@Suspended AsyncResponse response) {
        asynchronous.response(response);
    }

    @POST
    @Path("guarded")
    public String guarded() {
        return guarded.work();
    }

    @POST
    @Path("retried")
    public String retried() {
        return outcome(retried::work);
    }

    /** On a thread that has the caller, and no request. */
    @POST
    @Path("caller")
    public String ofTheUser() {
        return outcome(() -> executor.submit(ofTheUser::work).get());
    }

    @POST
    @Path("timers")
    public void start() {
        timers.start();
    }

    @POST
    @Path("timers/stopped")
    public void stop() {
        timers.stop();
    }

    @GET
    @Path("runs/{name}")
    public int runs(@PathParam("name") String name) {
        return runs.of(name);
    }

    /** Payara's futures have one such exception within another. */
    private static Throwable causeOf(ExecutionException failed) {
        return failed.getCause() instanceof ExecutionException inner ? causeOf(inner) : failed.getCause();
    }

    private static String outcome(Callable<String> call) {
        try {
            return call.call();
        } catch (ExecutionException failed) {
            return causeOf(failed).getClass().getSimpleName();
        } catch (Exception failed) {
            return failed.getClass().getSimpleName();
        }
    }
}
