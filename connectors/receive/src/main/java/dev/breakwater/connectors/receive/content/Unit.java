package dev.breakwater.connectors.receive.content;

import java.util.Map;

/** CloudWatch's units as metric streams write them in OpenTelemetry, in the Unified Code for Units of Measure. */
final class Unit {
    private static final Map<String, String> SINGLE = Map.ofEntries(
            Map.entry("1", "None"),
            Map.entry("{Count}", "Count"),
            Map.entry("%", "Percent"),
            Map.entry("s", "Seconds"),
            Map.entry("us", "Microseconds"),
            Map.entry("ms", "Milliseconds"),
            Map.entry("By", "Bytes"),
            Map.entry("kBy", "Kilobytes"),
            Map.entry("MBy", "Megabytes"),
            Map.entry("GBy", "Gigabytes"),
            Map.entry("TBy", "Terabytes"),
            Map.entry("bit", "Bits"),
            Map.entry("kbit", "Kilobits"),
            Map.entry("Mbit", "Megabits"),
            Map.entry("Gbit", "Gigabits"),
            Map.entry("Tbit", "Terabits"));

    private Unit() {}

    /** CloudWatch's name; {@code None} for units that it does not have. */
    static String ofUcum(String ucum) {
        boolean rate = ucum.endsWith("/s");
        String name = SINGLE.getOrDefault(rate ? ucum.substring(0, ucum.length() - 2) : ucum, "None");
        return rate && !name.equals("None") ? name + "/Second" : name;
    }
}
