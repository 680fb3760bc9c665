/** The worst-case cost as a page: the model of the page, and the sentences that the page and the terminal share. */
package dev.breakwater.report.exposure;
