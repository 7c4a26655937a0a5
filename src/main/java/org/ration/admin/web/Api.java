// SPDX-License-Identifier: Apache-2.0
package org.ration.admin.web;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ration.QuotaDeclaration;
import org.ration.QuotaPolicy;
import org.ration.QuotaRegistry;
import org.ration.admin.AccountActs;
import org.ration.admin.AccountCount;
import org.ration.admin.AccountFilter;
import org.ration.admin.AccountPage;
import org.ration.admin.AccountRef;
import org.ration.admin.AccountSort;
import org.ration.admin.AuditPage;
import org.ration.admin.HoldPage;
import org.ration.admin.QuotaAccount;
import org.ration.admin.QuotaAdministration;
import org.ration.admin.Signature;

/** The routes, all that openapi.json lists and no other. */
final class Api {

    private static final String DESCRIPTION = "META-INF/ration/admin/openapi.json";
    private static final int MAX_PAGES = 100_000;
    private static final int PAGE_SIZE = 25;
    private static final String ID = "(" + Input.ID + ")";

    /** In which order a list is. */
    private enum Order {
        ASCENDING,
        DESCENDING
    }

    private final QuotaAdministration administration;
    private final QuotaRegistry quotas;
    private final List<Route> routes;

    /** The acts on one account, with the members of their bodies. */
    private static final List<Act> ACTS = List.of(
            new Act("override", List.of("limit", "until"), Api::override),
            new Act("clear-override", List.of(), (acts, account, body, by) -> acts.clearOverride(account, by)),
            new Act("grant", List.of("units"), Api::grant),
            new Act("correct", List.of("units"), Api::correct),
            new Act("reset", List.of(), (acts, account, body, by) -> acts.reset(account, by)),
            new Act("restart", List.of(), (acts, account, body, by) -> acts.restart(account, by)));

    Api(QuotaAdministration administration, QuotaRegistry quotas) {
        this.administration = administration;
        this.quotas = quotas;
        this.routes = new ArrayList<>(places());
        for (Act act : ACTS) {
            routes.add(post("/accounts/" + ID + "/" + act.name, (input, id) -> done(act, input, id)));
            routes.add(post("/accounts/" + ID + "/forecast/" + act.name, (input, id) -> foretold(act, input, id)));
        }
    }

    private List<Route> places() {
        return List.of(
                get("/me", this::me),
                get("/accounts", this::find),
                get("/accounts/count", this::count),
                post("/accounts", this::prepare),
                post("/accounts/reset", this::resetAll),
                get("/accounts/" + ID, this::account),
                get("/accounts/" + ID + "/holds", this::holds),
                post("/accounts/" + ID + "/release-hold", this::releaseHold),
                post("/keys", this::key),
                get("/erase", this::countErase),
                post("/erase", this::erase),
                get("/purge", this::countPurge),
                post("/purge", this::purge),
                get("/audit", this::audit),
                get("/declarations", this::declarations),
                get("/openapi.json", this::description));
    }

    private Reply done(Act act, Input input, String id) {
        Input.Body body = input.body(act.members, "reason");
        return changed(act.on.apply(administration, input.account(id), body, body.signature()));
    }

    private Reply foretold(Act act, Input input, String id) {
        Input.Body body = input.body(act.members);
        Signature nobody = new Signature(input.user(), "a forecast");
        return forecast(act.on.apply(administration.forecast(), input.account(id), body, nobody));
    }

    /** The answer to a request; the path is the one below that of the API. */
    Reply answer(String method, String path, Input input) {
        Set<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            Matcher matcher = route.path.matcher(path);
            if (matcher.matches() && route.method.equals(method)) {
                return route.handler.apply(input, matcher.groupCount() == 0 ? "" : matcher.group(1));
            }
            if (matcher.matches()) {
                allowed.add(route.method);
            }
        }
        if (allowed.isEmpty()) {
            throw Problem.notFound();
        }
        throw methodNotAllowed(allowed);
    }

    static Problem methodNotAllowed(Set<String> allowed) {
        String methods = String.join(", ", allowed);
        return new Problem(405, "method-not-allowed", "Method not allowed", "Use " + methods + ".")
                .header("Allow", methods);
    }

    private Reply me(Input input, String none) {
        input.allow(Set.of());
        return Reply.of(withNow(Json.createObjectBuilder().add("user", input.user())));
    }

    private Reply find(Input input, String none) {
        Set<String> names = new TreeSet<>(Set.of("sort", "order", "page", "size"));
        names.addAll(Input.filterNames());
        input.allow(names);
        AccountSort sort = input.choice("sort", AccountSort.KEY);
        boolean descending = input.choice("order", Order.ASCENDING) == Order.DESCENDING;
        int page = page(input);
        int size = size(input);
        AccountPage found = administration.find(input.filter(), sort, descending, page, size);
        return Reply.of(withNow(Json.createObjectBuilder()
                .add("accounts", Views.list(found.accounts(), Views::account))
                .add("page", page)
                .add("size", size)
                .add("more", found.more())));
    }

    private Reply count(Input input, String none) {
        input.allow(Input.filterNames());
        AccountCount count = administration.count(input.filter());
        return Reply.of(Json.createObjectBuilder()
                .add("count", count.matching())
                .add("resettable", count.resettable())
                .build());
    }

    /** For a quota that is declared: of others, the charges are not known here. */
    private Reply prepare(Input input, String none) {
        Input.Body body = input.body("key", "policy", "reason");
        String name = body.text("policy");
        QuotaPolicy policy = quotas.declarations().stream()
                .map(QuotaDeclaration::policy)
                .filter(declared -> declared.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.invalid("policy", "No quota is declared with this policy name."));
        return changed(administration.prepare(body.key("key"), policy, body.signature()));
    }

    private Reply account(Input input, String id) {
        input.allow(Set.of());
        return administration
                .account(id)
                .map(history ->
                        new Reply(withNow(calls(Views.history(history), history.account())), etag(history.account())))
                .orElseThrow(Problem::noSuchAccount);
    }

    private Reply holds(Input input, String id) {
        input.allow(Set.of("page", "size"));
        int page = page(input);
        int size = size(input);
        HoldPage found = administration.holds(id, page, size);
        return Reply.of(withNow(Json.createObjectBuilder()
                .add("holds", Views.list(found.holds(), Views::hold))
                .add("page", page)
                .add("size", size)
                .add("more", found.more())));
    }

    private Reply releaseHold(Input input, String id) {
        Input.Body body = input.body("hold", "reason");
        return changed(administration.releaseHold(input.account(id), body.id("hold"), body.signature()));
    }

    private static QuotaAccount override(AccountActs acts, AccountRef account, Input.Body body, Signature signature) {
        return acts.overrideLimit(account, body.limit("limit"), body.optionalInstant("until"), signature);
    }

    private static QuotaAccount grant(AccountActs acts, AccountRef account, Input.Body body, Signature signature) {
        return acts.grant(account, body.notZero("units"), signature);
    }

    private static QuotaAccount correct(AccountActs acts, AccountRef account, Input.Body body, Signature signature) {
        return acts.correct(account, body.notZero("units"), signature);
    }

    private Reply resetAll(Input input, String none) {
        Input.Body body = input.body("filter", "atMost", "reason");
        AccountFilter filter = body.filter("filter");
        long reset = administration.resetAll(filter, body.notNegative("atMost"), body.signature());
        return Reply.of(Json.createObjectBuilder().add("reset", reset).build());
    }

    /** Says nothing of the values: they may be secrets. */
    private Reply key(Input input, String none) {
        Input.Body body = input.body("form", "values");
        try {
            String key = quotas.key(body.text("form"), body.texts("values"));
            return Reply.of(Json.createObjectBuilder().add("key", key).build());
        } catch (IllegalArgumentException | org.ration.QuotaKeyException notTogether) {
            throw Problem.invalid(
                    "form",
                    "Form and values do not make a key; use a form as in @Quota.key, and one value for each part.");
        }
    }

    private Reply erase(Input input, String none) {
        Input.Body body = input.body("key", "reason");
        return removed(administration.erase(body.key("key"), body.signature()));
    }

    private Reply countErase(Input input, String none) {
        input.allow(Set.of("key"));
        return counted(administration.countErase(input.key("key")));
    }

    private Reply countPurge(Input input, String none) {
        input.allow(Set.of("idleSince"));
        return counted(administration.countPurge(input.instant("idleSince")));
    }

    private Reply purge(Input input, String none) {
        Input.Body body = input.body("idleSince", "reason");
        return removed(administration.purge(body.instant("idleSince"), body.signature()));
    }

    private Reply audit(Input input, String none) {
        input.allow(Set.of("page", "size"));
        int page = page(input);
        int size = size(input);
        AuditPage found = administration.audit(page, size);
        return Reply.of(withNow(Json.createObjectBuilder()
                .add("entries", Views.list(found.entries(), Views::audited))
                .add("page", page)
                .add("size", size)
                .add("more", found.more())));
    }

    private Reply declarations(Input input, String none) {
        input.allow(Set.of());
        return Reply.of(Json.createObjectBuilder()
                .add("declarations", Views.list(quotas.declarations(), Views::declaration))
                .build());
    }

    private Reply description(Input input, String none) {
        input.allow(Set.of());
        InputStream file = Api.class.getClassLoader().getResourceAsStream(DESCRIPTION);
        try (JsonReader reader = Json.createReader(file)) {
            return Reply.of(reader.readObject());
        }
    }

    private static int page(Input input) {
        return input.number("page", 0, 0, MAX_PAGES);
    }

    private static int size(Input input) {
        return input.number("size", PAGE_SIZE, 1, QuotaAdministration.MAX_PAGE_SIZE);
    }

    private Reply forecast(QuotaAccount account) {
        JsonObjectBuilder body = Json.createObjectBuilder().add("account", Views.account(account));
        return Reply.of(withNow(calls(body, account)));
    }

    /** The outcome of the next call of each quota that is declared with the account's policy name. */
    private JsonObjectBuilder calls(JsonObjectBuilder body, QuotaAccount account) {
        List<QuotaDeclaration> declared = quotas.declarations().stream()
                .filter(quota -> quota.policy().name().equals(account.usage().policyName()))
                .toList();
        return body.add("calls", Views.list(declared, quota -> Views.nextCall(quota, account.usage())));
    }

    private static Reply changed(QuotaAccount account) {
        return new Reply(Views.account(account), etag(account));
    }

    private static Reply counted(long accounts) {
        return Reply.of(Json.createObjectBuilder().add("count", accounts).build());
    }

    private static Reply removed(long accounts) {
        return Reply.of(Json.createObjectBuilder().add("accounts", accounts).build());
    }

    private JsonObject withNow(JsonObjectBuilder body) {
        Instant now = administration.now();
        return body.add("now", now.toString()).build();
    }

    private static Map<String, String> etag(QuotaAccount account) {
        return Map.of("ETag", "\"" + account.version() + "\"");
    }

    private static Route get(String path, BiFunction<Input, String, Reply> handler) {
        return new Route("GET", Pattern.compile(path), handler);
    }

    /** A POST has no parameters. */
    private static Route post(String path, BiFunction<Input, String, Reply> handler) {
        return new Route("POST", Pattern.compile(path), (input, id) -> {
            input.allow(Set.of());
            return handler.apply(input, id);
        });
    }

    private record Route(String method, Pattern path, BiFunction<Input, String, Reply> handler) {}

    /**
     * An act on one account.
     *
     * @param name what the route ends with
     * @param members the members of its body, besides the reason
     * @param on does it
     */
    private record Act(String name, List<String> members, OnAccount on) {}

    /** Does an act, or shows it. */
    private interface OnAccount {

        QuotaAccount apply(AccountActs acts, AccountRef account, Input.Body body, Signature signature);
    }
}
