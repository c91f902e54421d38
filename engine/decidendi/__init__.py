"""Facts and law in; conclusions, the reasons for them and the open questions out."""
