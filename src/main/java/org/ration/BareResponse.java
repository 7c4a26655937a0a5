// SPDX-License-Identifier: Apache-2.0
package org.ration;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.GenericType;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Link;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import java.net.URI;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A response where there is no JAX-RS runtime, as in a unit test of the application's: status, headers, and an entity
 * of text. It supports nothing that a runtime would have to parse.
 */
final class BareResponse extends Response {

    private final StatusType status;
    private final MultivaluedMap<String, String> headers = new MultivaluedHashMap<>();
    private final @Nullable String entity;

    BareResponse(StatusType status, Map<String, List<String>> headers, @Nullable String entity) {
        this.status = status;
        this.headers.putAll(headers);
        this.entity = entity;
    }

    @Override
    public int getStatus() {
        return status.getStatusCode();
    }

    @Override
    public StatusType getStatusInfo() {
        return status;
    }

    @Override
    public @Nullable Object getEntity() {
        return entity;
    }

    @Override
    public <T> T readEntity(Class<T> type) {
        throw noRuntime();
    }

    @Override
    public <T> T readEntity(GenericType<T> type) {
        throw noRuntime();
    }

    @Override
    public <T> T readEntity(Class<T> type, Annotation[] annotations) {
        throw noRuntime();
    }

    @Override
    public <T> T readEntity(GenericType<T> type, Annotation[] annotations) {
        throw noRuntime();
    }

    @Override
    public boolean hasEntity() {
        return entity != null;
    }

    @Override
    public boolean bufferEntity() {
        return false;
    }

    @Override
    public void close() {}

    @Override
    public @Nullable MediaType getMediaType() {
        return null;
    }

    @Override
    public @Nullable Locale getLanguage() {
        return null;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public Set<String> getAllowedMethods() {
        return Set.of();
    }

    @Override
    public Map<String, NewCookie> getCookies() {
        return Map.of();
    }

    @Override
    public @Nullable EntityTag getEntityTag() {
        return null;
    }

    @Override
    public @Nullable Date getDate() {
        return null;
    }

    @Override
    public @Nullable Date getLastModified() {
        return null;
    }

    @Override
    public @Nullable URI getLocation() {
        String location = getHeaderString(HttpHeaders.LOCATION);
        return location == null ? null : URI.create(location);
    }

    @Override
    public Set<Link> getLinks() {
        return Set.of();
    }

    @Override
    public boolean hasLink(String relation) {
        return false;
    }

    @Override
    public @Nullable Link getLink(String relation) {
        return null;
    }

    @Override
    public Link.@Nullable Builder getLinkBuilder(String relation) {
        return null;
    }

    @Override
    public MultivaluedMap<String, Object> getMetadata() {
        MultivaluedMap<String, Object> metadata = new MultivaluedHashMap<>();
        headers.forEach((name, values) -> metadata.put(name, List.copyOf(values)));
        return metadata;
    }

    @Override
    public MultivaluedMap<String, String> getStringHeaders() {
        return headers;
    }

    @Override
    public @Nullable String getHeaderString(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(header -> String.join(",", header.getValue()))
                .findFirst()
                .orElse(null);
    }

    private static IllegalStateException noRuntime() {
        return new IllegalStateException("there is no JAX-RS runtime on the class path that could read an entity");
    }
}
