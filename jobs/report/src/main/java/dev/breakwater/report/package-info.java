/**
 * Pages for people: one engine, one style sheet, templates in {@code src/main/jte}; and how times, money and levers are
 * worded everywhere. A page loads nothing and runs nothing. Nothing here decides, and nothing here knows Flink.
 */
package dev.breakwater.report;
