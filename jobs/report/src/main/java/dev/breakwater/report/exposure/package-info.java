/** The worst case for people: the model of the page, and the sentences that the page and the terminal share. */
package dev.breakwater.report.exposure;
