/** The report of a run: one self-contained page made from the files of an {@code --out} folder. */
package dev.breakwater.cli.report;
