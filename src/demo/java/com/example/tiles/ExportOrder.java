// SPDX-License-Identifier: Apache-2.0
package com.example.tiles;

/**
 * Sheets of a map to be exported.
 *
 * @param format the format
 * @param sheets 1 to 50
 */
record ExportOrder(Format format, int sheets) {

    private static final int MAX_SHEETS = 50;

    enum Format {
        PNG(1),
        PDF(5);

        private final int units;

        Format(int units) {
            this.units = units;
        }
    }

    ExportOrder {
        if (sheets < 1 || sheets > MAX_SHEETS) {
            throw new IllegalArgumentException("sheets is " + sheets + "; use 1 to " + MAX_SHEETS);
        }
    }

    static ExportOrder of(String format, int sheets) {
        return switch (format) {
            case "png" -> new ExportOrder(Format.PNG, sheets);
            case "pdf" -> new ExportOrder(Format.PDF, sheets);
            default -> throw new IllegalArgumentException("format is unknown; use png or pdf");
        };
    }

    /** A sheet of PDF is five times the work of one of PNG. */
    long units() {
        return (long) sheets * format.units;
    }
}
