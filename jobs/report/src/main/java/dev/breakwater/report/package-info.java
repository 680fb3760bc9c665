/**
 * Pages for people: one engine, one style sheet, templates in {@code src/main/jte}; and how times, money and levers are
 * worded everywhere. A page loads nothing and runs nothing. This package decides nothing and does not know Flink.
 */
package dev.breakwater.report;
