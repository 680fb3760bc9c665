/**
 * Updates the pages of incidents while the job runs. Updates arrive through a sink, stories are part of the checkpoint,
 * and a separate thread writes the files. The module report decides how a page looks.
 */
package dev.breakwater.guard.page;
