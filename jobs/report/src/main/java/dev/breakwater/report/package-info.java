/**
 * Pages for people, with one engine, one style sheet and templates in {@code src/main/jte}, and the wording of times,
 * money and levers. A page loads nothing and runs nothing. This package decides nothing and does not depend on Flink.
 */
package dev.breakwater.report;
