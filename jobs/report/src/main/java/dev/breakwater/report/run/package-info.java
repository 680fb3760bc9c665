/**
 * The report of a run: the files of an {@code --out} folder as one page. A file that is missing counts as empty, a line
 * that cannot be read is counted and said.
 */
package dev.breakwater.report.run;
