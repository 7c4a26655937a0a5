// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.ReadListener;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URLEncoder;
import java.security.Principal;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** A call of the administration's servlet, without a server: by olga, who is in the role. */
final class AdminCall {

    private final String method;
    private final String path;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final StringJoiner query = new StringJoiner("&");
    private byte[] body = {};

    private AdminCall(String method, String path) {
        this.method = method;
        this.path = path;
    }

    /** A call of a path below that of the servlet. */
    static AdminCall of(String method, String path) {
        return new AdminCall(method, path);
    }

    /** A POST as the page sends it; single quotes stand for double ones. */
    static AdminCall post(String path, String json) {
        return of("POST", path)
                .header("Content-Type", "application/json")
                .header("X-Requested-By", "test")
                .header("If-Match", "*")
                .body(json.replace('\'', '"').getBytes(UTF_8));
    }

    AdminCall header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    AdminCall parameter(String name, String... values) {
        for (String value : values) {
            query.add(URLEncoder.encode(name, UTF_8) + "=" + URLEncoder.encode(value, UTF_8));
        }
        return this;
    }

    AdminCall query(String raw) {
        query.add(raw);
        return this;
    }

    AdminCall body(byte[] bytes) {
        body = bytes;
        return this;
    }

    boolean isApi() {
        return path != null && (path.equals("/api") || path.startsWith("/api/"));
    }

    boolean isPost() {
        return method.equals("POST");
    }

    /** What the servlet answers. */
    Answer to(Servlet servlet) {
        Answer answer = new Answer();
        try {
            servlet.service(
                    as(HttpServletRequest.class, this::request), as(HttpServletResponse.class, answer::response));
        } catch (ServletException | IOException failed) {
            throw new IllegalStateException(toString(), failed);
        }
        return answer;
    }

    @Override
    public String toString() {
        return method + " " + path + " " + headers + " " + query + " " + new String(body, UTF_8);
    }

    private Object request(Object self, Method called, Object[] arguments) {
        return switch (called.getName()) {
            case "getMethod" -> method;
            case "getPathInfo" -> path;
            case "getContextPath" -> "";
            case "getServletPath" -> "/ration";
            case "getHeader" -> headers.get((String) arguments[0]);
            case "getServerName" -> "localhost";
            case "getServerPort" -> 8080;
            case "isSecure" -> false;
            case "getContentType" -> headers.get("Content-Type");
            case "getQueryString" -> query.length() == 0 ? null : query.toString();
            case "getInputStream" -> new Content(new ByteArrayInputStream(body));
            case "getUserPrincipal" -> (Principal) () -> "olga";
            case "isUserInRole" -> arguments[0].equals("ration-admin");
            default -> throw new UnsupportedOperationException(called.toString());
        };
    }

    private static <T> T as(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** What was answered. */
    static final class Answer {

        private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private int status = 200;
        private String type = "";

        int status() {
            return status;
        }

        String type() {
            return type;
        }

        String header(String name) {
            return headers.get(name);
        }

        String text() {
            return content.toString(UTF_8);
        }

        JsonObject json() {
            return Json.createReader(new StringReader(text())).readObject();
        }

        private Object response(Object self, Method called, Object[] arguments) {
            switch (called.getName()) {
                case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
                case "setStatus" -> status = (int) arguments[0];
                case "setContentType" -> type = (String) arguments[0];
                case "setContentLength" -> headers.put("Content-Length", String.valueOf(arguments[0]));
                case "getOutputStream" -> {
                    return new Sink(content);
                }
                default -> throw new UnsupportedOperationException(called.toString());
            }
            return null;
        }
    }

    private static final class Content extends ServletInputStream {

        private final InputStream bytes;

        private Content(InputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() throws IOException {
            return bytes.read();
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Sink extends ServletOutputStream {

        private final ByteArrayOutputStream bytes;

        private Sink(ByteArrayOutputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public void write(int one) {
            bytes.write(one);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
