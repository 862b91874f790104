# SPDX-License-Identifier: MIT
"""What igloo-mcp 0.5.1 takes for an outline, as pydantic models made from the format's description.

The oracle for the verdict of core/report: field for field what core/report/outline_schema.cpp says in its own way.
"""
import json
import uuid
from typing import Any, Dict, List, Literal, Optional

from pydantic import BaseModel, ConfigDict, Field, field_validator


def _uuid(value):
    uuid.UUID(value)
    return value


class _Nested(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DatasetSource(_Nested):
    execution_id: Optional[str] = None
    sql_sha256: Optional[str] = None
    cache_manifest: Optional[str] = None
    cache_only: bool = False
    profile: Optional[str] = None
    warehouse: Optional[str] = None
    database: Optional[str] = None
    database_schema: Optional[str] = Field(None, alias="schema")
    role: Optional[str] = None


class Citation(_Nested):
    source: Literal["query", "api", "url", "observation", "document"]
    provider: Optional[str] = None
    description: Optional[str] = None
    execution_id: Optional[str] = None
    query_id: Optional[str] = None
    sql_sha256: Optional[str] = None
    cache_manifest: Optional[str] = None
    url: Optional[str] = None
    title: Optional[str] = None
    accessed_at: Optional[str] = None
    endpoint: Optional[str] = None
    response_hash: Optional[str] = None
    path: Optional[str] = None
    page: Optional[str] = None
    observed_at: Optional[str] = None


class Insight(_Nested):
    insight_id: str
    importance: int = Field(ge=0, le=10)
    status: Literal["active", "archived", "killed"] = "active"
    summary: str = Field(min_length=1)
    supporting_queries: List[DatasetSource] = Field(default_factory=list)
    citations: List[Citation] = Field(default_factory=list)
    created_at: str = "now"
    updated_at: str = "now"
    draft_changes: Optional[Dict[str, Any]] = None
    metadata: Dict[str, Any] = Field(default_factory=dict)

    _check = field_validator("insight_id")(_uuid)


class Section(_Nested):
    section_id: str
    title: str = Field(min_length=1)
    order: int = Field(ge=0)
    insight_ids: List[str] = Field(default_factory=list)
    notes: Optional[str] = None
    content: Optional[str] = None
    content_format: Optional[Literal["markdown", "html", "plain"]] = "markdown"
    created_at: str = "now"
    updated_at: str = "now"
    metadata: Dict[str, Any] = Field(default_factory=dict)

    _check = field_validator("section_id")(_uuid)


class Outline(BaseModel):
    model_config = ConfigDict(extra="ignore")

    report_id: str
    title: str = Field(min_length=1)
    created_at: str
    updated_at: str
    version: str = "1.0"
    outline_version: int = Field(1, ge=1)
    sections: List[Section] = Field(default_factory=list)
    insights: List[Insight] = Field(default_factory=list)
    metadata: Dict[str, Any] = Field(default_factory=dict)

    _check = field_validator("report_id")(_uuid)


def reads(data):
    """Whether an outline file with these bytes loads, and the reason if it doesn't."""
    try:
        Outline(**json.loads(data.decode("utf-8")))
    except (ValueError, TypeError, RecursionError) as error:
        return False, str(error)
    return True, ""
