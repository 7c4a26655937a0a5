// SPDX-License-Identifier: Apache-2.0
package org.ration.bench;

import java.util.Map;

/** On what the server keeps its commits. */
public enum Device {
    /** The disk under {@code target}. */
    DISK("disk", Map.of()),
    /** Memory, each flush lasting a millisecond: a model of a disk whose noise is that of the CPU alone. */
    FLUSH("1 ms flush", Map.of("commit_delay", "1000", "commit_siblings", "0"));

    private final String text;
    private final Map<String, String> settings;

    Device(String text, Map<String, String> settings) {
        this.text = text;
        this.settings = settings;
    }

    /** Its name in reports. */
    public String text() {
        return text;
    }

    Map<String, String> settings() {
        return settings;
    }
}
