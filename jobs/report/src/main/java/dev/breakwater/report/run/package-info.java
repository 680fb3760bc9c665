/**
 * The report of a run: the files of an {@code --out} folder as one page. A missing file counts as empty. Unreadable
 * lines are counted, and the report says so.
 */
package dev.breakwater.report.run;
