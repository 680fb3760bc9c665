/**
 * Updates the pages of incidents while the job runs. News comes through a sink, stories are part of the checkpoint, and
 * another thread writes the files. The module report decides how a page looks.
 */
package dev.breakwater.guard.page;
