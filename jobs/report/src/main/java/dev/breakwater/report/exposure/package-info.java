/** The worst case as it is shown: what the page takes, and the sentences that page and terminal share. */
package dev.breakwater.report.exposure;
