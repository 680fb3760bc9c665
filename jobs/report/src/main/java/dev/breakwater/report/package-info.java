/**
 * Pages for people, and the wording of times, money and levers. All pages share one engine, one style sheet and the
 * templates in {@code src/main/jte}. A page loads no other file and runs no script. This package decides nothing and
 * does not depend on Flink.
 */
package dev.breakwater.report;
