// SPDX-License-Identifier: Apache-2.0
package org.ration.it.keys;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.ration.Quota;

/** Every form of a key. The class has no scope, and so is no bean that CDI finds by its annotations. */
@Path("keys")
public class KeyedResource {

    @GET
    @Path("user")
    @Quota(key = "user", limit = 2, period = "day", scope = "user")
    public String user() {
        return "granted";
    }

    @GET
    @Path("ip")
    @Quota(key = "ip", limit = 2, period = "day", scope = "ip")
    public String ip() {
        return "granted";
    }

    @GET
    @Path("user-or-ip")
    @Quota(key = "user_or_ip", limit = 2, period = "day", scope = "user-or-ip")
    public String userOrIp() {
        return "granted";
    }

    @GET
    @Path("header")
    @Quota(key = "header:X-Api-Key", limit = 2, period = "day", scope = "header")
    public String header() {
        return "granted";
    }

    @GET
    @Path("param")
    @Quota(key = "param:team", limit = 2, period = "day", scope = "param")
    public String param() {
        return "granted";
    }

    @GET
    @Path("path/{org}")
    @Quota(key = "path:org", limit = 2, period = "day", scope = "path")
    public String path(@PathParam("org") String org) {
        return "granted";
    }

    @GET
    @Path("global")
    @Quota(key = "global", limit = 2, period = "day", scope = "global")
    public String global() {
        return "granted";
    }

    @GET
    @Path("template/{org}")
    @Quota(key = "org:{path.org}:{user}", limit = 2, period = "day", scope = "template")
    public String template(@PathParam("org") String org) {
        return "granted";
    }

    @GET
    @Path("team")
    @Quota(key = "team:{header['X-Team']}", limit = 2, period = "day", scope = "team")
    public String team() {
        return "granted";
    }

    @GET
    @Path("pair")
    @Quota(key = "pair:{param.a}:{param.b}", limit = 2, period = "day", scope = "pair")
    public String pair() {
        return "granted";
    }

    @GET
    @Path("secret")
    @Quota(key = "api_key:{secret(request.api_key)}", limit = 2, period = "day", scope = "secret")
    public String secret() {
        return "granted";
    }

    @GET
    @Path("attribute")
    @Quota(key = "tenant:{request.tenant}", limit = 2, period = "day", scope = "attribute")
    public String attribute() {
        return "granted";
    }

    @POST
    @Path("request")
    @Quota(key = "at:{request.method}:{request.path}", limit = 2, period = "day", scope = "request")
    public String request() {
        return "granted";
    }

    @GET
    @Path("argument/{id}")
    @Quota(key = "doc:{args[0]}", limit = 2, period = "day", scope = "argument")
    public String argument(@PathParam("id") String id) {
        return "granted";
    }

    @GET
    @Path("name/{id}")
    @Quota(key = "doc:{args.id}", limit = 2, period = "day", scope = "name")
    public String name(@PathParam("id") String id) {
        return "granted";
    }

    @GET
    @Path("bean")
    @Quota(key = "region:{region.name}", limit = 2, period = "day", scope = "bean")
    public String bean() {
        return "granted";
    }

    @GET
    @Path("by")
    @Quota(keyBy = TeamKey.class, limit = 2, period = "day", scope = "by")
    public String by() {
        return "granted";
    }
}
