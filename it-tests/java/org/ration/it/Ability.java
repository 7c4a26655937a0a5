// SPDX-License-Identifier: Apache-2.0
package org.ration.it;

/** What not every server has. */
enum Ability {
    /** Health checks of MicroProfile Health. */
    HEALTH("MicroProfile Health"),
    /** {@code @Retry} of MicroProfile Fault Tolerance. */
    FAULT_TOLERANCE("MicroProfile Fault Tolerance"),
    /** A document by MicroProfile OpenAPI. */
    OPENAPI("MicroProfile OpenAPI"),
    /** Resources that are EJBs without a no-interface view. */
    RESOURCES_BEHIND_INTERFACES("resources that are EJBs behind an interface alone"),
    /** Sub-resources that a locator answers by their class are CDI's. */
    CDI_MAKES_SUB_RESOURCES("CDI for sub-resources that a locator answers by their class"),
    /** {@code @Transactional} beans leave no line in the log for each transaction. */
    SILENT_TRANSACTIONS("log without lines for each transaction of a @Transactional bean"),
    /** What an EJB throws reaches the application's exception mappers, not wrapped. */
    EXCEPTIONS_OF_EJBS_MAPPED("exception mappers for what EJBs throw"),
    /**
     * The status that a servlet sets after {@code startAsync} can be read when the request is complete. GlassFish
     * completes a request at once, and recycles its response, even if {@code service} has not returned.
     */
    STATUS_OF_ASYNCHRONOUS_SERVLETS("status of asynchronous servlets"),
    /** JAX-RS is Jersey, which writes a body in chunks. */
    CHUNKS_OF_JERSEY("ChunkedOutput of Jersey"),
    /** Endpoints of WebSocket that are no beans are intercepted. */
    ENDPOINTS_INTERCEPTED("interceptors for endpoints that are no beans"),
    /** An application that is refused at its start keeps no other from starting after it. */
    STARTS_AFTER_REFUSALS("start of applications after one that is refused at its start"),
    /** Endpoints of JAX-WS. */
    SOAP("JAX-WS"),
    /** A broker and message-driven beans. */
    MESSAGING("messaging"),
    /** A colon may stand in a path as {@code %3A}. */
    COLONS_IN_PATHS("resource where a path has a colon as %3A"),
    /** A default data source whose connections can be used twice at a time on one thread. */
    DEFAULT_DATA_SOURCE("default data source that Ration can use");

    private final String text;

    Ability(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
