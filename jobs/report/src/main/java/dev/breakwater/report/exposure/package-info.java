/** The worst case for people: the page's model, and the sentences that page and terminal share. */
package dev.breakwater.report.exposure;
