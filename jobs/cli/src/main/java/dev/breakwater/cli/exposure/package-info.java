/** Shows the worst case before it happens, its cost, and who could cause it. Reads an account or an inventory file. */
package dev.breakwater.cli.exposure;
