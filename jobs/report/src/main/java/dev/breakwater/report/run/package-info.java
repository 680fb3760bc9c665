/**
 * The report of a run: the files of an {@code --out} folder as one page. A missing file counts as empty. The report
 * shows how many lines could not be read.
 */
package dev.breakwater.report.run;
