"""Field metrics, one file per subject. Plain functions of plain data; undefined is None."""
